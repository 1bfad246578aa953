"""The smallest oTree project: one app with one page."""

SESSION_CONFIGS = [{"name": "statements", "app_sequence": ["statements"], "num_demo_participants": 40}]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1.0, "participation_fee": 0.0, "doc": ""}
PARTICIPANT_FIELDS: list[str] = []
SESSION_FIELDS: list[str] = []
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
USE_POINTS = False
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = "only-on-this-machine"
SECRET_KEY = "only-on-this-machine"
