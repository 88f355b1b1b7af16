def _mbm(text):
    print(text)
