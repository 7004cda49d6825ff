"""The language of rules: an equation as an auditor would write it, and what it means for a row."""
