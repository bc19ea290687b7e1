using Microsoft.Extensions.Options;
using Pipeline.Settings;

namespace Pipeline.Capture.Links;

// Reads every link at start, so that a wrong one is told then and not to a visitor.
internal sealed class LinkOptionsValidator(IOptions<CaptureOptions> capture) : IValidateOptions<LinkOptions>
{
    public ValidateOptionsResult Validate(string? name, LinkOptions options)
    {
        if (name == SettingsRegistration.AsWritten)
        {
            return ValidateOptionsResult.Skip;
        }

        var problems = new Dictionary<string, IReadOnlyList<string>>();
        _ = LinkBook.Read(options, capture.Value, problems);
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems.Values.SelectMany(faults => faults));
    }
}
