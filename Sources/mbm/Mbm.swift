import ArgumentParser
@main struct Mbm: ParsableCommand { func run() { print("hi") } }
