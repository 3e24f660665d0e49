"""The parts of ./dev. Nothing of the site imports them; `environment`, `machine`, `console` need no virtual environment."""
