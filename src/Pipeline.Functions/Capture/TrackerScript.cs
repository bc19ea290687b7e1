using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Pipeline.Records;

namespace Pipeline.Functions.Capture;

/// <summary>The tracker script as it is served: compressed once, named by its content.</summary>
public sealed class TrackerScript
{
    /// <summary>Name of the embedded resource.</summary>
    public const string ResourceName = "s.js";

    /// <summary>Takes the script.</summary>
    /// <param name="plain">UTF-8 source, minified.</param>
    public TrackerScript(byte[] plain)
    {
        Plain = plain;
        Gzip = Compress(plain);
        var hash = Base32.Encode(SHA256.HashData(plain), 26);
        (PlainTag, GzipTag) = ($"\"{hash}\"", $"\"{hash}-gzip\"");
    }

    /// <summary>The script uncompressed.</summary>
    public ReadOnlyMemory<byte> Plain { get; }

    /// <summary>The script compressed with gzip.</summary>
    public ReadOnlyMemory<byte> Gzip { get; }

    /// <summary>Entity tag of <see cref="Plain"/>.</summary>
    public string PlainTag { get; }

    /// <summary>Entity tag of <see cref="Gzip"/>.</summary>
    public string GzipTag { get; }

    /// <summary>Reads the script from the resources of an assembly.</summary>
    /// <param name="assembly">Assembly with the resource.</param>
    /// <param name="name">Name of the resource; <see cref="ResourceName"/> for the script itself.</param>
    /// <exception cref="InvalidOperationException">It has none: the build did not minify the script.</exception>
    public static TrackerScript FromResources(Assembly assembly, string name = ResourceName)
    {
        using var resource = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build of {assembly.GetName().Name} embeds no {name}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return new TrackerScript(bytes.ToArray());
    }

    private static byte[] Compress(byte[] plain)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(plain);
        }

        return compressed.ToArray();
    }
}
