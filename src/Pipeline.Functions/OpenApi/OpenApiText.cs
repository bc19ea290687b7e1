namespace Pipeline.Functions.OpenApi;

// docs/openapi.json, which a test makes of the functions' attributes and compares with what is committed.
internal static class OpenApiText
{
    public const string ContentType = "application/json";
    private const string Resource = "openapi.json";

    private static readonly Lazy<byte[]> Text = new(Read);

    public static byte[] Bytes => Text.Value;

    private static byte[] Read()
    {
        using var resource = typeof(OpenApiText).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build embeds no {Resource}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
