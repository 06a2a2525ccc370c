"""The parts of a customer's dossier: header, side column, tabs."""
