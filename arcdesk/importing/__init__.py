"""Files of receivables turned into plain rows, and the ledger written out again; no database here."""
