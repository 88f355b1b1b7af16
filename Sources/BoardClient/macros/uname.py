def _mbm(_):
    import os, sys

    # The Unix port has no os.uname.
    print(os.uname() if hasattr(os, "uname") else sys.implementation)
