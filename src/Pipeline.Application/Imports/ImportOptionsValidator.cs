using Microsoft.Extensions.Options;

namespace Pipeline.Imports;

/// <summary>Checks <see cref="ImportOptions"/> at start and lists every problem.</summary>
[OptionsValidator]
public sealed partial class ImportOptionsValidator : IValidateOptions<ImportOptions>;
