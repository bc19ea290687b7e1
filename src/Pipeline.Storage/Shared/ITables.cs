namespace Pipeline.Storage.Shared;

/// <summary>The tables of the pipeline, by name (<see cref="TableNames"/>).</summary>
public interface ITables
{
    /// <summary>Gives a table.</summary>
    /// <param name="name">Name of the table.</param>
    ITable this[string name] { get; }
}
