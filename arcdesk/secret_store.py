"""Where this computer keeps a secret: the system's own keyring, and nowhere else."""

from __future__ import annotations

from typing import Protocol

from arcdesk.domain.errors import Refusal

SERVICE = "ArcDesk"


class NoKeyring(Refusal):
    """The system offers no keyring, or does not let us at it."""

    sentence = (
        "This system has no keyring that can be used ({why}). The secret was not kept; enter it each time."
    )


class SecretStore(Protocol):
    """Keeps short secrets under a name, for the person who is logged in."""

    def get(self, name: str) -> str | None:
        """The secret of that name; ``None`` where there is none or no keyring."""
        ...

    def set(self, name: str, secret: str) -> None:
        """Keep ``secret``.

        Raises:
            NoKeyring: there is none, or it refused; nothing was kept anywhere else.
        """
        ...

    def delete(self, name: str) -> None:
        """Forget the secret of that name, if there is one."""
        ...


class SystemKeyring:
    """The keyring of the system: Windows Credential Manager, macOS Keychain, Secret Service."""

    def get(self, name: str) -> str | None:
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(SERVICE, name)
        except (KeyringError, OSError):
            return None

    def set(self, name: str, secret: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        if not usable():
            raise NoKeyring(why=type(keyring.get_keyring()).__module__)
        try:
            keyring.set_password(SERVICE, name, secret)
        except (KeyringError, OSError) as error:
            raise NoKeyring(why=str(error) or type(error).__name__) from error

    def delete(self, name: str) -> None:
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.delete_password(SERVICE, name)
        except (KeyringError, OSError):
            return


def usable() -> bool:
    """Whether the system's keyring keeps secrets safe: neither absent nor one that writes plain text."""
    import keyring

    module = type(keyring.get_keyring()).__module__
    return (
        not module.endswith((".fail", ".null"))
        and "plaintext" not in type(keyring.get_keyring()).__name__.lower()
    )
