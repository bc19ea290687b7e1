namespace Azure.Data.Tables;

/// <summary>Reads storage connection strings that name an account key. Keys of settings are case-insensitive.</summary>
internal static class TableConnectionString
{
    private const string DevelopmentAccount = "devstoreaccount1";

    // Published by Microsoft for the emulator; it opens nothing else.
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">It is null or empty.</exception>
    /// <exception cref="FormatException">It is not usable; the message names every problem and no value of a key.</exception>
    internal static (Uri Endpoint, TableSharedKeyCredential Credential) Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);

        var problems = new List<string>();
        var settings = Split(connectionString, problems);
        var result = settings.ContainsKey("UseDevelopmentStorage") ? Development(settings, problems) : Account(settings, problems);
        return problems.Count == 0 && result is { } found
            ? found
            : throw new FormatException("The table connection string is not usable: " + string.Join(" ", problems));
    }

    private static Dictionary<string, string> Split(string connectionString, List<string> problems)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var position = 0;
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            position++;
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Add($"Setting {position} is not of the form name=value.");
            }
            else if (!settings.TryAdd(part[..equals].Trim(), part[(equals + 1)..].Trim()))
            {
                problems.Add($"{part[..equals].Trim()} is given twice.");
            }
        }

        return settings;
    }

    private static (Uri, TableSharedKeyCredential)? Development(Dictionary<string, string> settings, List<string> problems)
    {
        if (!settings["UseDevelopmentStorage"].Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("UseDevelopmentStorage can only be true; leave it out otherwise.");
        }

        var host = "http://127.0.0.1";
        if (settings.TryGetValue("DevelopmentStorageProxyUri", out var proxy))
        {
            if (HttpUri(proxy) is { } uri)
            {
                host = $"{uri.Scheme}://{uri.Host}";
            }
            else
            {
                problems.Add("DevelopmentStorageProxyUri is not an absolute http or https address.");
            }
        }

        return (new Uri($"{host}:10002/{DevelopmentAccount}"), new TableSharedKeyCredential(DevelopmentAccount, DevelopmentKey));
    }

    private static (Uri, TableSharedKeyCredential)? Account(Dictionary<string, string> settings, List<string> problems)
    {
        var name = Required(settings, "AccountName", problems);
        if (settings.ContainsKey("SharedAccessSignature"))
        {
            problems.Add("SharedAccessSignature is not supported by the embedded client; give AccountName and AccountKey.");
        }

        var key = Required(settings, "AccountKey", problems);
        if (key is not null && !Convert.TryFromBase64String(key, new byte[key.Length], out _))
        {
            problems.Add("AccountKey is not Base64.");
        }

        var endpoint = Endpoint(settings, name, problems);
        return problems.Count == 0 ? (endpoint!, new TableSharedKeyCredential(name!, key!)) : null;
    }

    private static Uri? Endpoint(Dictionary<string, string> settings, string? account, List<string> problems)
    {
        if (settings.TryGetValue("TableEndpoint", out var given))
        {
            if (HttpUri(given) is { } endpoint)
            {
                return endpoint;
            }

            problems.Add("TableEndpoint is not an absolute http or https address.");
            return null;
        }

        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        if (!protocol.Equals("https", StringComparison.OrdinalIgnoreCase) && !protocol.Equals("http", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("DefaultEndpointsProtocol is neither http nor https.");
        }

        var suffix = settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        if (Uri.CheckHostName(suffix) != UriHostNameType.Dns)
        {
            problems.Add("EndpointSuffix is not a host name.");
        }

        if (account is not null && Uri.CheckHostName(account) != UriHostNameType.Dns)
        {
            problems.Add("AccountName is not a part of a host name.");
        }

        return problems.Count == 0 && account is not null ? new Uri($"{protocol.ToLowerInvariant()}://{account}.table.{suffix}") : null;
    }

    private static string? Required(Dictionary<string, string> settings, string name, List<string> problems)
    {
        if (settings.TryGetValue(name, out var value) && value.Length > 0)
        {
            return value;
        }

        problems.Add($"{name} is missing.");
        return null;
    }

    private static Uri? HttpUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;
}
