using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads the answer to a transaction: a multipart body with one part per action, or with the one part that failed.</summary>
internal static class TransactionAnswer
{
    /// <summary>Reads the answers of all actions.</summary>
    /// <param name="response">The service's answer, status 202.</param>
    /// <param name="actions">How many actions were sent.</param>
    /// <exception cref="TableTransactionFailedException">An action failed, so nothing was changed.</exception>
    /// <exception cref="RequestFailedException">The answer is not complete; what was changed is unknown.</exception>
    internal static IReadOnlyList<Response> Read(Response response, int actions)
    {
        var answers = Parse(response);
        if (answers is [{ IsError: true } failed])
        {
            throw Failure(failed);
        }

        return answers.Count == actions && answers.TrueForAll(answer => !answer.IsError)
            ? answers
            : throw new RequestFailedException(
                response.Status, $"The service answered {answers.Count} of {actions} actions: what the transaction changed is unknown.");
    }

    private static TableTransactionFailedException Failure(ActionResponse failed)
    {
        if (!TableErrorParser.Instance.TryParse(failed, out var error, out var data))
        {
            return new TableTransactionFailedException(new RequestFailedException(failed.Status, failed.ReasonPhrase));
        }

        var failure = new RequestFailedException(
            failed.Status,
            $"{error.Message}\nStatus: {failed.Status} ({failed.ReasonPhrase})\nErrorCode: {error.Code}",
            error.Code,
            null);
        foreach (var (key, value) in data)
        {
            failure.Data[key] = value;
        }

        return new TableTransactionFailedException(failure);
    }

    private static List<ActionResponse> Parse(Response response)
    {
        var answers = new List<ActionResponse>();
        var rest = response.Content.ToMemory().Span;
        var boundary = Boundary(response.Headers.ContentType);
        while (TryReadLine(ref rest, out var line))
        {
            if (line.StartsWith("Content-Type: multipart/mixed"u8))
            {
                boundary = Boundary(Encoding.ASCII.GetString(line));
            }
            else if (line.StartsWith("HTTP/1.1 "u8))
            {
                answers.Add(ParseAnswer(ref rest, line, boundary, response.ClientRequestId));
            }
        }

        return answers;
    }

    private static ActionResponse ParseAnswer(
        ref ReadOnlySpan<byte> rest, scoped ReadOnlySpan<byte> statusLine, byte[] boundary, string clientRequestId)
    {
        var parts = Encoding.ASCII.GetString(statusLine).Split(' ', 3);
        var status = int.Parse(parts[1], CultureInfo.InvariantCulture);

        var headers = new List<HttpHeader>();
        while (TryReadLine(ref rest, out var line) && line.Length > 0)
        {
            var text = Encoding.UTF8.GetString(line);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers.Add(new HttpHeader(text[..colon], text[(colon + 1)..].Trim()));
            }
        }

        var end = boundary.Length == 0 ? -1 : rest.IndexOf(boundary);
        var body = end < 0 ? rest : rest[..end];
        rest = rest[body.Length..];
        return new ActionResponse(status, parts.Length > 2 ? parts[2] : string.Empty, headers, body.Trim("\r\n"u8).ToArray(), clientRequestId);
    }

    private static byte[] Boundary(string? contentType)
    {
        const string Parameter = "boundary=";
        var at = contentType?.IndexOf(Parameter, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 ? [] : Encoding.ASCII.GetBytes("--" + contentType![(at + Parameter.Length)..].Split(';')[0].Trim().Trim('"'));
    }

    private static bool TryReadLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        if (rest.IsEmpty)
        {
            line = default;
            return false;
        }

        var end = rest.IndexOf((byte)'\n');
        line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
        rest = end < 0 ? default : rest[(end + 1)..];
        return true;
    }
}
