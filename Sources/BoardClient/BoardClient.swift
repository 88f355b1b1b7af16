/// The MicroPython that runs on boards, as it was when this was built.
package enum BoardClient {
    /// The modules of the client, by file name. A board needs all of them, beside its `mbm.json`.
    package static let modules: [(name: String, source: [UInt8])] = [
        ("mbm_client.py", PackageResources.mbm_client_py),
        ("mbm_config.py", PackageResources.mbm_config_py),
        ("mbm_dupterm.py", PackageResources.mbm_dupterm_py),
        ("mbm_job.py", PackageResources.mbm_job_py),
        ("mbm_link.py", PackageResources.mbm_link_py),
        ("mbm_output.py", PackageResources.mbm_output_py),
        ("mbm_unix.py", PackageResources.mbm_unix_py),
        ("mbm_watch.py", PackageResources.mbm_watch_py),
    ]

    /// Each defines `_mbm(path)`; the shell appends the call.
    package static let ls = PackageResources.ls_py
    package static let get = PackageResources.get_py
}
