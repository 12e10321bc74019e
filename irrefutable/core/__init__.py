"""What every phase stands on. Knows nothing of fact-checking."""
