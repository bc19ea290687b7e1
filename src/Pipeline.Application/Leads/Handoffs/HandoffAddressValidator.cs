using Microsoft.Extensions.Options;

namespace Pipeline.Leads.Handoffs;

/// <summary>Checks where hand-offs go and that they can be signed.</summary>
public sealed class HandoffAddressValidator : IValidateOptions<HandoffOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HandoffOptions options)
    {
        if (string.IsNullOrEmpty(options.Url))
        {
            return ValidateOptionsResult.Success;
        }

        var problems = new List<string>();
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            problems.Add($"{HandoffOptions.Section}:Url must be an absolute https address (http on loopback only).");
        }
        else if (url.UserInfo.Length > 0)
        {
            problems.Add($"{HandoffOptions.Section}:Url must hold no user name or password: hand-offs are signed instead.");
        }

        if (!(options.Secret?.Length >= HandoffOptions.MinSecret))
        {
            problems.Add(
                $"{HandoffOptions.Section}:Secret must have at least {HandoffOptions.MinSecret} characters: it signs every hand-off.");
        }

        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
