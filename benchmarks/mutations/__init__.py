"""Reports made clean, then spoilt in a known way, show how often the audit names the right cell, figure and cause."""
