namespace Pipeline.Days;

/// <summary>What an entry of the day index says.</summary>
public enum DayEntryKind
{
    /// <summary>A visit of this visitor started that day.</summary>
    Visit = 1,

    /// <summary>This lead converted that day.</summary>
    Conversion = 2,

    /// <summary>This lead's score crosses a threshold that day.</summary>
    Due = 3,
}
