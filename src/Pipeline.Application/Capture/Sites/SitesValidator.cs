using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Sites;

// Refuses entries that would never match, instead of leaving a site silently locked out.
internal sealed class SitesValidator : IValidateOptions<CaptureOptions>
{
    public ValidateOptionsResult Validate(string? name, CaptureOptions options)
    {
        var faults = options.Sites.Where(entry => !SiteList.IsValid(entry)).Select(entry =>
            $"{CaptureOptions.Section}:{nameof(CaptureOptions.Sites)}: '{entry}' is no site; write an origin (https://www.example.org), "
                + $"a host (www.example.org) or {SiteList.Opaque}.").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
