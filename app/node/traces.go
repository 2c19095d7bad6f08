package node

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Traces sends a span for each request to an OpenTelemetry collector: the
// operation, the status and how long it took, nothing of whom it was about.
// The nil Traces sends nothing.
type Traces struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
}

// closesWithin bounds how long the last spans are waited for.
const closesWithin = 5 * time.Second

// StartTraces sends to the collector at an address such as http://host:4318;
// without an address it returns nil.
func StartTraces(ctx context.Context, address string) (*Traces, error) {
	if address == "" {
		return nil, nil
	}
	out, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(address+"/v1/traces"))
	if err != nil {
		return nil, fmt.Errorf("server.traces: %w", err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(out),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", "portico"))))
	return &Traces{provider, provider.Tracer("portico/sync/disserver")}, nil
}

// Watch begins a request's span, in the client's trace where it names one. The
// request it returns carries the span, the function ends it.
func (t *Traces) Watch(r *http.Request, operation string) (*http.Request, func(status int)) {
	if t == nil {
		return r, func(int) {}
	}
	ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := t.tracer.Start(ctx, operation, trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(attribute.String("http.request.method", r.Method)))
	return r.WithContext(ctx), func(status int) {
		span.SetAttributes(attribute.Int("http.response.status_code", status))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}

// Close sends what is left.
func (t *Traces) Close() error {
	if t == nil {
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), closesWithin)
	defer stop()
	return t.provider.Shutdown(ctx)
}
