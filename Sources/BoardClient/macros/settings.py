# The original client keeps its settings with bootconfig, ours in mbm.json.
def _mbm(_):
    try:
        from bootconfig.config import list_settings
    except ImportError:
        import json

        with open("mbm.json") as file:
            settings = json.load(file)
        for key in sorted(settings):
            print(key, "=", "(secret)" if key in ("password", "passphrase") else settings[key])
    else:
        list_settings()
