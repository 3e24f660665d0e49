"""Settings, addresses and wiring. It knows every room; no room knows it."""
