"""Running the office: settings, retention, backup."""
