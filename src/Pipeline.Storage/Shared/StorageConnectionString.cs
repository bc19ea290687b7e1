namespace Pipeline.Storage.Shared;

/// <summary>
/// Reads a storage connection string and says everything that is wrong with it. The clients name one fault at a time, or none, and may repeat
/// a piece of a key; here only names that are known are repeated. Case and spaces around names, and empty settings between two semicolons,
/// which one client takes and the other refuses, are put right.
/// </summary>
internal static class StorageConnectionString
{
    private const string Development = "UseDevelopmentStorage";
    private const string Proxy = "DevelopmentStorageProxyUri";
    private const string Protocol = "DefaultEndpointsProtocol";
    private const string AccountName = "AccountName";
    private const string AccountKey = "AccountKey";
    private const string Signature = "SharedAccessSignature";
    private const string Suffix = "EndpointSuffix";
    private const string TableEndpoint = "TableEndpoint";
    private const string QueueEndpoint = "QueueEndpoint";

    private static readonly string[] Addresses =
    [
        "BlobEndpoint", QueueEndpoint, TableEndpoint, "FileEndpoint",
        "BlobSecondaryEndpoint", "QueueSecondaryEndpoint", "TableSecondaryEndpoint", "FileSecondaryEndpoint",
    ];

    private static readonly Dictionary<string, string> Known =
        new[] { AccountName, AccountKey, Signature, Protocol, Suffix, Development, Proxy }.Concat(Addresses)
            .ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">Text of the setting.</param>
    /// <param name="problems">Takes what is wrong with it, sentence by sentence.</param>
    /// <returns>The string as every client takes it; of no use when there are problems.</returns>
    public static string Read(string text, ICollection<string> problems)
    {
        var settings = Split(text, problems);
        if (settings.TryGetValue(Development, out var development))
        {
            CheckDevelopment(settings, development, problems);
            settings[Development] = "true";
        }
        else
        {
            CheckAccount(settings, problems);
        }

        return string.Join(';', settings.Select(setting => $"{setting.Key}={setting.Value}"));
    }

    private static Dictionary<string, string> Split(string text, ICollection<string> problems)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var position = 0;
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            position++;
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var value = part[(equals + 1)..].Trim();
            if (equals <= 0)
            {
                problems.Add($"Part {position} is not of the form name=value.");
            }
            else if (!Known.TryGetValue(part[..equals].Trim(), out var name))
            {
                // What stands for a name may be half of a key that was pasted without one.
                problems.Add($"Part {position} has an unknown name; known are {string.Join(", ", Known.Values)}.");
            }
            else if (value.Length == 0)
            {
                problems.Add($"{name} is empty.");
            }
            else if (!settings.TryAdd(name, value))
            {
                problems.Add($"{name} is given twice.");
            }
        }

        return settings;
    }

    private static void CheckDevelopment(Dictionary<string, string> settings, string value, ICollection<string> problems)
    {
        if (!value.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add($"{Development} can only be true; leave it out otherwise.");
        }

        if (settings.Keys.Any(name => name is not (Development or Proxy)))
        {
            problems.Add($"{Development} stands alone or with {Proxy}; for other ports give {AccountName}, {AccountKey} and the endpoints.");
        }

        CheckAddress(settings, Proxy, problems);
    }

    private static void CheckAccount(Dictionary<string, string> settings, ICollection<string> problems)
    {
        var (hasKey, hasSignature) = (settings.ContainsKey(AccountKey), settings.ContainsKey(Signature));
        var isAddressed = settings.ContainsKey(TableEndpoint) && settings.ContainsKey(QueueEndpoint);
        if (settings.GetValueOrDefault(AccountName) is { } account)
        {
            CheckHost(account, $"{AccountName} is not a part of a host name.", problems);
        }
        else if (hasKey || !isAddressed)
        {
            problems.Add($"{AccountName} is missing.");
        }

        if (hasKey == hasSignature)
        {
            problems.Add(hasKey ? $"{AccountKey} and {Signature} are both given; give one." : $"{AccountKey} is missing.");
        }

        if (hasKey && !Convert.TryFromBase64String(settings[AccountKey], new byte[settings[AccountKey].Length], out _))
        {
            problems.Add($"{AccountKey} is not Base64.");
        }

        if (settings.GetValueOrDefault(Protocol)?.ToUpperInvariant() is not (null or "HTTP" or "HTTPS"))
        {
            problems.Add($"{Protocol} is neither http nor https.");
        }

        if (settings.GetValueOrDefault(Suffix) is { } suffix)
        {
            CheckHost(suffix, $"{Suffix} is not a host name.", problems);
        }

        foreach (var name in Addresses)
        {
            CheckAddress(settings, name, problems);
        }
    }

    private static void CheckHost(string text, string problem, ICollection<string> problems)
    {
        if (Uri.CheckHostName(text) != UriHostNameType.Dns)
        {
            problems.Add(problem);
        }
    }

    private static void CheckAddress(Dictionary<string, string> settings, string name, ICollection<string> problems)
    {
        if (settings.GetValueOrDefault(name) is { } text
            && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)))
        {
            problems.Add($"{name} is not an absolute http or https address.");
        }
    }
}
