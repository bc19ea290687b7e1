namespace Pipeline.LocalHost.Storage;

internal sealed record AzuriteService(string Name, int Port)
{
    public override string ToString() => $"{Port} ({Name.ToLowerInvariant()})";
}
