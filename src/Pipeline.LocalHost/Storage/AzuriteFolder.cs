using System.Reflection;

namespace Pipeline.LocalHost.Storage;

/// <summary>Where Azurite, its data and its log are kept.</summary>
public static class AzuriteFolder
{
    /// <summary>
    /// Full path of <c>.azurite</c> in the repository that this assembly was built from; beside the app when that repository is no
    /// longer there. The folder itself need not exist.
    /// </summary>
    public static string Default { get; } = Choose(RepositoryRoot(), AppContext.BaseDirectory);

    internal static string Choose(string? repositoryRoot, string appFolder) =>
        Path.Combine(Directory.Exists(repositoryRoot) ? repositoryRoot : appFolder, ".azurite");

    private static string? RepositoryRoot() =>
        typeof(AzuriteFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == "RepositoryRoot")?.Value;
}
