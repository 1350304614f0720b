import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executors;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.ProcessEngineConfiguration;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.JavaDelegate;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.operaton.bpm.model.bpmn.Bpmn;

/** {@code Approvals PORT DATABASE_URL}: the miniature as a process of Operaton, embedded; its rows are written in the engine's own transaction. */
public final class Approvals {
  public static final class Open implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) throws SQLException {
      String id = execution.getProcessBusinessKey();
      write("insert into plain_requests (id, status) values (?, 'pending')", id);
      write("insert into plain_tasks (request_id) values (?)", id);
    }
  }

  public static final class Decide implements JavaDelegate {
    @Override
    public void execute(DelegateExecution execution) throws SQLException {
      String id = execution.getProcessBusinessKey();
      String choice = (String) execution.getVariable("choice");
      write("update plain_tasks set choice = ? where request_id = ?", choice, id);
      write("update plain_requests set status = ? where id = ?", choice, id);
    }
  }

  private static void write(String sql, String... values) throws SQLException {
    Connection connection = Context.getCommandContext().getDbSqlSession().getSqlSession().getConnection();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int n = 0; n < values.length; n += 1) statement.setString(n + 1, values[n]);
      statement.executeUpdate();
    }
  }

  private static ProcessEngine engine(URI url) {
    String[] account = url.getUserInfo().split(":", 2);
    ProcessEngineConfigurationImpl configuration =
        (ProcessEngineConfigurationImpl) ProcessEngineConfiguration.createStandaloneProcessEngineConfiguration();
    configuration.setEnforceHistoryTimeToLive(false);
    // As its manual advises: the default takes a second connection for ids, which many at once wait for in vain.
    configuration.setIdGenerator(new StrongUuidGenerator());
    return configuration
        .setJdbcDriver("org.postgresql.Driver")
        .setJdbcUrl("jdbc:postgresql://" + url.getAuthority().substring(url.getRawUserInfo().length() + 1) + url.getPath())
        .setJdbcUsername(account[0])
        .setJdbcPassword(account[1])
        .setDatabaseSchemaUpdate("true")
        .buildProcessEngine();
  }

  private static void deploy(ProcessEngine engine) {
    engine.getRepositoryService().createDeployment().name("approval").enableDuplicateFiltering(true)
        .addModelInstance("approval.bpmn", Bpmn.createExecutableProcess("approval")
            .startEvent()
            .serviceTask("open").operatonClass(Open.class.getName())
            .userTask("check")
            .serviceTask("decide").operatonClass(Decide.class.getName())
            .endEvent()
            .done())
        .deploy();
  }

  private static String start(ProcessEngine engine) {
    String id = "operaton-" + java.util.UUID.randomUUID();
    String instance = engine.getRuntimeService().startProcessInstanceByKey("approval", id).getId();
    return engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult().getId();
  }

  private static Throwable cause(Throwable error) {
    return error.getCause() == null ? error : cause(error.getCause());
  }

  private static void answer(ProcessEngine engine, HttpExchange exchange) throws IOException {
    String[] parts = exchange.getRequestURI().getPath().split("/");
    String body;
    int status = 200;
    try {
      if (parts[1].equals("start")) {
        body = "{\"id\":\"" + start(engine) + "\"}";
      } else {
        engine.getTaskService().complete(parts[2], Map.of("choice", "approve"));
        body = "{}";
      }
    } catch (RuntimeException error) {
      status = 500;
      body = String.valueOf(cause(error));
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public static void main(String[] args) throws IOException {
    ProcessEngine engine = engine(URI.create(args[1]));
    deploy(engine);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.createContext("/", exchange -> answer(engine, exchange));
    server.start();
    System.out.println("ready");
  }
}
