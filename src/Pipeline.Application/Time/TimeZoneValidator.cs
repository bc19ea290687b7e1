using Microsoft.Extensions.Options;
using Pipeline.Money;

namespace Pipeline.Time;

/// <summary>Checks that the time zone is known to this machine.</summary>
public sealed class TimeZoneValidator : IValidateOptions<TimeOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TimeOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{PipelineOptions.Section}:TimeZone '{options.TimeZone}' is not a known time zone. Use a name like Europe/Paris.");
}
