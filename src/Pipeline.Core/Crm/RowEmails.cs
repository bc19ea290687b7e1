using Pipeline.Capture;
using Pipeline.Capture.Intake;
using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Crm;

// Addresses of a row about leads; a cell may hold several.
internal static class RowEmails
{
    public static string? First(ImportRow row, CaptureOptions capture)
    {
        var faults = row.Problems.Count;
        var addresses = row.Addresses("email");
        if (addresses.Count == 0)
        {
            if (row.Problems.Count == faults)
            {
                row.Fault(Problem.Missing, "email", "is required; fill it in.");
            }

            return null;
        }

        var problems = new List<Problem>();
        var email = addresses
            .Select(address => FieldPolicy.NormalizeEmail(address, "email", capture, problems))
            .FirstOrDefault(good => good is not null);
        foreach (var problem in email is null ? problems.Take(1) : [])
        {
            row.Fault(problem.Code, problem.Field, problem.Detail);
        }

        return email;
    }

    // Each once; of several the bad ones are left out, and the answer says so.
    public static List<string> Good(ImportRow row, CaptureOptions capture)
    {
        var emails = new List<string>();
        foreach (var address in row.Addresses("email"))
        {
            var problems = new List<Problem>();
            if (FieldPolicy.NormalizeEmail(address, "email", capture, problems) is not { } email)
            {
                row.Note($"'{TextBounds.Clean(address, 100)}' is left out: {problems[0].Detail}");
            }
            else if (!emails.Contains(email))
            {
                emails.Add(email);
            }
        }

        return emails;
    }
}
