# KEY=VALUE. The original client keeps its settings with bootconfig, ours in mbm.json.
def _mbm(text):
    key, value = text.split("=", 1)
    try:
        from bootconfig.config import set
    except ImportError:
        import json, os

        with open("mbm.json") as file:
            settings = json.load(file)
        settings[key] = value
        with open("mbm.json.mbm-part", "w") as file:
            json.dump(settings, file)
        os.rename("mbm.json.mbm-part", "mbm.json")
    else:
        set(key, value)
