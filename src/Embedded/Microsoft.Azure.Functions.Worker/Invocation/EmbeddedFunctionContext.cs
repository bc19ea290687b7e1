using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Indexing;
using Microsoft.Azure.Functions.Worker.Queues;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>One invocation; everything that few functions ask for is made on demand.</summary>
internal sealed class EmbeddedFunctionContext : FunctionContext
{
    private readonly CancellationToken _cancellationToken;
    private IServiceProvider? _services;
    private string? _invocationId;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private BindingContext? _bindingContext;
    private TraceContext? _traceContext;

    public EmbeddedFunctionContext(IndexedFunction function, HttpContext httpContext)
    {
        Function = function;
        HttpContext = httpContext;
    }

    public EmbeddedFunctionContext(IndexedFunction function, IServiceProvider services, QueueDelivery delivery, CancellationToken cancellationToken)
    {
        Function = function;
        Delivery = delivery;
        _services = services;
        _cancellationToken = cancellationToken;
    }

    public EmbeddedFunctionContext(IndexedFunction function, IServiceProvider services, TimerInfo timer, CancellationToken cancellationToken)
    {
        Function = function;
        Timer = timer;
        _services = services;
        _cancellationToken = cancellationToken;
    }

    public IndexedFunction Function { get; }

    public HttpContext? HttpContext { get; }

    public QueueDelivery? Delivery { get; }

    public TimerInfo? Timer { get; }

    /// <summary>What the method returned.</summary>
    public object? Result { get; set; }

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override TraceContext TraceContext => _traceContext ??= new ActivityTraceContext(Activity.Current);

    public override BindingContext BindingContext => _bindingContext ??= new EmbeddedBindingContext(
        Delivery?.Metadata() ?? HttpContext?.Request.RouteValues.ToDictionary(value => value.Key, value => value.Value) ?? []);

    public override RetryContext RetryContext => NoRetryContext.Instance;

    /// <summary>Whether the services of this invocation exist already; those of a request are made when they are first asked for.</summary>
    public bool HasServices => _services is not null;

    public override IServiceProvider InstanceServices
    {
        get => _services ?? HttpContext!.RequestServices;
        set => _services = value;
    }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items
    {
        get
        {
            if (_items is null)
            {
                _items = new Dictionary<object, object>();
                if (HttpContext is not null)
                {
                    _items[FunctionContextExtensions.HttpContextKey] = HttpContext;
                }
            }

            return _items;
        }

        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken => HttpContext?.RequestAborted ?? _cancellationToken;

    private sealed class NoRetryContext : RetryContext
    {
        public static readonly NoRetryContext Instance = new();

        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class ActivityTraceContext(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";

        public override string TraceState { get; } = activity?.TraceStateString ?? "";
    }

    private sealed class EmbeddedBindingContext(Dictionary<string, object?> values) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData { get; } =
            new Dictionary<string, object?>(values, StringComparer.OrdinalIgnoreCase);
    }

    private sealed class InvocationFeatures : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _byType = [];

        public void Set<T>(T instance)
        {
            if (instance is null)
            {
                _byType.Remove(typeof(T));
            }
            else
            {
                _byType[typeof(T)] = instance;
            }
        }

        public T? Get<T>() => _byType.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _byType.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
