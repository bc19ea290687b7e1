using Microsoft.Extensions.Options;

namespace Pipeline.Storage.Shared;

/// <summary>Checks <see cref="StorageOptions"/> at start and lists every problem.</summary>
[OptionsValidator]
public sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
