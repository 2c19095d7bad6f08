package node

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what a backend answers, for Prometheus. The nil Metrics
// counts nothing.
type Metrics struct {
	took *prometheus.HistogramVec
	now  prometheus.Gauge
	srv  *http.Server
	URL  string
}

// StartMetrics answers Prometheus at address, under /metrics, until Close;
// without an address it returns nil.
func StartMetrics(address string, log *slog.Logger) (*Metrics, error) {
	if address == "" {
		return nil, nil
	}
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("server.metrics: %w", err)
	}
	m := &Metrics{
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "portico_request_seconds", Help: "Time that answers took, by operation and status.",
			Buckets: []float64{.005, .02, .1, .3, 1, 2, 4, 8, 16},
		}, []string{"operation", "status"}),
		now: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "portico_requests_in_flight", Help: "Requests that are not answered yet.",
		}),
		URL: "http://" + ln.Addr().String() + "/metrics",
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.took, m.now, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	m.srv = &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := m.srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics cannot be answered any more", "error", err)
		}
	}()
	return m, nil
}

// Watch counts a request when its answer is known.
func (m *Metrics) Watch(operation string) func(status int) {
	if m == nil {
		return func(int) {}
	}
	m.now.Inc()
	start := time.Now()
	return func(status int) {
		m.now.Dec()
		m.took.WithLabelValues(operation, strconv.Itoa(status)).Observe(time.Since(start).Seconds())
	}
}

// Close stops answering.
func (m *Metrics) Close() {
	if m != nil {
		_ = m.srv.Close()
	}
}
