namespace Pipeline.LocalHost.Storage;

internal sealed record NodeTools(string Node, string Npm)
{
    private const int OldestMajorVersion = 20;

    public static async Task<NodeTools> FindAsync(string? searchPath, CancellationToken cancellationToken)
    {
        var node = Executables.Find("node", searchPath);
        if (node is null)
        {
            throw Missing("no 'node' is on PATH");
        }

        var npm = Executables.Find("npm", searchPath);
        if (npm is null)
        {
            throw Missing("no 'npm' is on PATH");
        }

        var (exitCode, output) = await Executables.RunAsync(node, ["--version"], Path.GetTempPath(), cancellationToken);
        var version = output.Trim();
        if (exitCode != 0 || !Version.TryParse(version.TrimStart('v'), out var parsed))
        {
            throw Missing($"'{node} --version' answers '{version}'");
        }

        return parsed.Major >= OldestMajorVersion ? new NodeTools(node, npm) : throw Missing($"{node} is {version}");
    }

    private static AzuriteException Missing(string found) => new(
        $"Node.js {OldestMajorVersion} or newer is needed to run Azurite, the local storage emulator, but {found}. "
        + "Install Node.js with npm from https://nodejs.org or with your package manager, or start an Azurite yourself, "
        + "or set AzureWebJobsStorage to a storage account.");
}
