namespace Azure.Data.Tables;

/// <summary>One action of a transaction.</summary>
public class TableTransactionAction
{
    /// <summary>Makes an action with no condition on the stored version.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entity"/> is null.</exception>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>Makes an action.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row; its own ETag is not looked at.</param>
    /// <param name="etag">The version that must be stored; looked at for updates and deletes only. Default: no condition.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entity"/> is null.</exception>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ArgumentNullException.ThrowIfNull(entity);

        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row.</summary>
    public ITableEntity Entity { get; }

    /// <summary>The version that must be stored; default means no condition.</summary>
    public ETag ETag { get; }
}
