"""The desktop: windows over the services. Nothing here touches the database."""
