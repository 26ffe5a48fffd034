"""Sources and their shares; what is spent and planned."""
