using System.Text;

namespace Pipeline.Testing.Docs;

/// <summary>A request as a page tells it for curl; options that no page needs are refused.</summary>
public sealed record CurlCommand
{
    /// <summary>Method.</summary>
    public required string Method { get; init; }

    /// <summary>Address, as it is written.</summary>
    public required Uri Address { get; init; }

    /// <summary>Headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Body, or <c>@</c> and the name of a file; null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Fields of a form (<c>-F</c>), for example <c>file=@deals.csv</c>.</summary>
    public IReadOnlyList<string> Form { get; init; } = [];

    /// <summary>Value of the header <c>Content-Type</c>; null when there is none.</summary>
    public string? ContentType => Headers.FirstOrDefault(IsContentType).Value;

    /// <summary>Reads a command.</summary>
    /// <param name="command">Its words.</param>
    /// <exception cref="FormatException">It has an option that is not known, or no address.</exception>
    public static CurlCommand Parse(ShellCommand command)
    {
        string? method = null, address = null, body = null;
        var headers = new List<KeyValuePair<string, string>>();
        var form = new List<string>();
        for (var place = 1; place < command.Words.Count; place++)
        {
            switch (command.Words[place])
            {
                case "-s":
                    break;
                case "-X":
                    method = command.Words[++place];
                    break;
                case "-H":
                    var header = command.Words[++place].Split(':', 2, StringSplitOptions.TrimEntries);
                    headers.Add(KeyValuePair.Create(header[0], header[1]));
                    break;
                case "-d" or "--data-binary":
                    body = command.Words[++place];
                    break;
                case "-F":
                    form.Add(command.Words[++place]);
                    break;
                case "-o":
                    place++;
                    break;
                case var word when word.StartsWith('-'):
                    throw new FormatException($"curl {word} is not known here.");
                case var word:
                    address = address is null ? word : throw new FormatException($"Two addresses: {address} and {word}.");
                    break;
            }
        }

        return new CurlCommand
        {
            Method = method ?? (body is null && form.Count == 0 ? "GET" : "POST"),
            Address = new Uri(address ?? throw new FormatException("There is no address.")),
            Headers = headers,
            Body = body,
            Form = form,
        };
    }

    /// <summary>The request, sent to another address.</summary>
    /// <param name="host">Where the application listens.</param>
    public HttpRequestMessage ToRequest(Uri host)
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(host, Address.PathAndQuery));
        if (Body is not null)
        {
            request.Content = new StringContent(Body, Encoding.UTF8);
            request.Content.Headers.ContentType = null;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType ?? "application/x-www-form-urlencoded");
        }

        foreach (var header in Headers.Where(header => !IsContentType(header)))
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }

    private static bool IsContentType(KeyValuePair<string, string> header) =>
        header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase);
}
