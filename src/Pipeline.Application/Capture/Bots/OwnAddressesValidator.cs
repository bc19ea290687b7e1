using Microsoft.Extensions.Options;

namespace Pipeline.Capture.Bots;

// Refuses entries that would never match, instead of counting colleagues silently.
internal sealed class OwnAddressesValidator : IValidateOptions<BotOptions>
{
    public ValidateOptionsResult Validate(string? name, BotOptions options)
    {
        var faults = options.OwnAddresses.Where(entry => !OwnNetworks.TryParse(entry, out _)).Select(entry =>
            $"{CaptureOptions.Section}:{nameof(BotOptions.OwnAddresses)}: '{entry}' is no address; write an IP address (203.0.113.7) or "
                + "a network (203.0.113.0/24, 2001:db8::/32).").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
