package let x = PackageResources.mbm_client_py
