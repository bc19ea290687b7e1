using System.ComponentModel.DataAnnotations;

namespace Pipeline.Storage.Shared;

/// <summary>Where the pipeline's tables and queues are; section <c>Pipeline:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Pipeline:Storage";

    /// <summary>
    /// Setting that holds the connection string, or the section that holds <c>queueServiceUri</c>, <c>tableServiceUri</c> and optionally
    /// <c>clientId</c> for a managed identity. It is the one that the functions' triggers read.
    /// </summary>
    public const string Connection = "AzureWebJobsStorage";

    /// <summary>Text in front of every table name. Queues have none: an account holds one running deployment.</summary>
    /// <value>Letters and digits, beginning with a letter; at most 30. Default none.</value>
    [RegularExpression("^([A-Za-z][A-Za-z0-9]{0,29})?$")]
    public string TablePrefix { get; set; } = string.Empty;
}
