"""A bot of the Zalo Bot platform: for pilots and staff, its free plan serves fifty people."""
