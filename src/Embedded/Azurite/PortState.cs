namespace Embedded.Azurite;

internal enum PortState
{
    Free,
    Azurite,
    Other,
}
