namespace Pipeline.LocalHost.Storage;

/// <summary>An Azurite that is installed completely.</summary>
/// <param name="Node">Full path of the Node.js executable.</param>
/// <param name="Script">Full path of Azurite's start script.</param>
public sealed record AzuriteInstallation(string Node, string Script);
