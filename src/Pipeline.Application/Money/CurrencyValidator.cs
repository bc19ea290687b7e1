using Microsoft.Extensions.Options;

namespace Pipeline.Money;

/// <summary>Checks that the currency exists.</summary>
public sealed class CurrencyValidator : IValidateOptions<PipelineOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PipelineOptions options) =>
        Currencies.IsKnown(options.Currency)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{PipelineOptions.Section}:Currency '{options.Currency}' is not a currency. Use three capital letters like EUR.");
}
