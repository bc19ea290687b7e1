using Microsoft.Extensions.Options;

namespace Pipeline.Leads.Handoffs;

/// <summary>Checks the ranges of <see cref="HandoffOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class HandoffOptionsValidator : IValidateOptions<HandoffOptions>;
