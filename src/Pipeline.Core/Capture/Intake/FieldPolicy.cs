using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Capture.Intake;

// What may be kept of the fields that people fill, the same for scripts, servers and plain forms.
internal static class FieldPolicy
{
    private static readonly string[] SecretNames =
    [
        "password", "passwd", "pwd", "passwort", "kennwort", "cvc", "cvv", "cardnumber", "card-number"
    ];

    public static bool IsSecret(string name)
    {
        foreach (var secret in SecretNames)
        {
            if (name.Contains(secret, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public static void RemoveSecrets(SortedDictionary<string, string>? fields)
    {
        if (fields is null)
        {
            return;
        }

        foreach (var name in fields.Keys.Where(IsSecret).ToList())
        {
            fields.Remove(name);
        }
    }

    public static string? Take(SortedDictionary<string, string>? fields, string name)
    {
        var key = fields?.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return key is not null && fields!.Remove(key, out var value) ? value : null;
    }

    public static string? NormalizeEmail(string text, string field, CaptureOptions options, List<Problem> problems)
    {
        if (!EmailAddress.TryNormalize(text, out var address, out var problem))
        {
            problems.Add(new Problem(string.IsNullOrWhiteSpace(text) ? Problem.Missing : Problem.Invalid, field, problem));
            return null;
        }

        if (JunkEmail.ReasonOf(address, options) is { } reason)
        {
            problems.Add(new Problem(Problem.JunkEmail, field, reason));
            return null;
        }

        return address;
    }

    // A server may know the visitor by its cookie; anything else is a candidate.
    public static string VisitorOf(string visitor) => VisitorIds.IsValid(visitor) ? visitor : VisitorIds.FromCandidate(visitor);
}
