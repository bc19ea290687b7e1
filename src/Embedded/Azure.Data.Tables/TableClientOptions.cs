using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Options of the table clients: retries, transport, policies and diagnostics as in every Azure client.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Makes the default options: three retries, 0.8 s exponential delay, 100 s a try.</summary>
    /// <param name="serviceVersion">The version of the table protocol to speak.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="serviceVersion"/> is not a known version.</exception>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        VersionString = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion), serviceVersion, "Not a known service version."),
        };
    }

    internal string VersionString { get; }

    /// <summary>Versions of the table protocol.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06, the default.</summary>
        V2020_12_06 = 2,
    }
}
