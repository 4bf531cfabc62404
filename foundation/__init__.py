"""What every room stands on: settings, errors, the database, the clock and ids."""
