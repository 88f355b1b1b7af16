def _mbm(_):
    import gc

    gc.collect()
    print(gc.mem_free())
