namespace Pipeline.LocalHost.Storage;

internal enum PortState
{
    Free,
    Azurite,
    Other,
}
