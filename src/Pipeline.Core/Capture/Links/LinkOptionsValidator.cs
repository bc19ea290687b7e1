using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Links;

// Reads every link at start, so that a wrong one is told then and not to a visitor.
internal sealed class LinkOptionsValidator(IOptions<CaptureOptions> capture) : IValidateOptions<LinkOptions>
{
    public ValidateOptionsResult Validate(string? name, LinkOptions options)
    {
        var problems = new List<string>();
        _ = LinkBook.Read(options, capture.Value, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
