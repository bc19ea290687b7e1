namespace Embedded.Azurite;

internal sealed record AzuriteService(string Name, int Port)
{
    public override string ToString() => $"{Port} ({Name.ToLowerInvariant()})";
}
