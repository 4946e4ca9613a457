using System;
using Marketplace.Web.Plans.Assessments;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Assessments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "assessments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessments", x => x.id);
                    table.ForeignKey(
                        name: "fk_assessments_plans_plan_id",
                        column: x => x.plan_id,
                        principalTable: "plans",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment_items",
                columns: table => new
                {
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    weight = table.Column<decimal>(type: "numeric(5,2)", nullable: false),
                    basis = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_items", x => new { x.assessment_id, x.number });
                    table.CheckConstraint("ck_assessment_items_weight", "weight > 0 and weight <= 100");
                    table.ForeignKey(
                        name: "fk_assessment_items_assessments_assessment_id",
                        column: x => x.assessment_id,
                        principalTable: "assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assessment_items_indicators_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "indicators",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    region_path = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_units", x => x.id);
                    table.ForeignKey(
                        name: "fk_assessment_units_assessments_assessment_id",
                        column: x => x.assessment_id,
                        principalTable: "assessments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "assessment_marks",
                columns: table => new
                {
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    own = table.Column<decimal>(type: "numeric(5,2)", nullable: true),
                    own_note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    own_by = table.Column<Guid>(type: "uuid", nullable: true),
                    own_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verified = table.Column<decimal>(type: "numeric(5,2)", nullable: true),
                    exempt = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    verified_by = table.Column<Guid>(type: "uuid", nullable: true),
                    verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assessment_marks", x => new { x.unit_id, x.number });
                    table.CheckConstraint("ck_assessment_marks_exempt", "not exempt or verified is null");
                    table.ForeignKey(
                        name: "fk_assessment_marks_assessment_units_unit_id",
                        column: x => x.unit_id,
                        principalTable: "assessment_units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_assessment_items_indicator_id",
                table: "assessment_items",
                column: "indicator_id");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_marks_own_by",
                table: "assessment_marks",
                column: "own_by");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_marks_verified_by",
                table: "assessment_marks",
                column: "verified_by");

            migrationBuilder.CreateIndex(
                name: "ix_assessment_units_assessment_id_name",
                table: "assessment_units",
                columns: new[] { "assessment_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assessment_units_region_path",
                table: "assessment_units",
                column: "region_path");

            migrationBuilder.CreateIndex(
                name: "ix_assessments_plan_id_year",
                table: "assessments",
                columns: new[] { "plan_id", "year" },
                unique: true);
            migrationBuilder.Sql(AssessmentSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AssessmentSql.Drop);
            migrationBuilder.DropTable(
                name: "assessment_items");

            migrationBuilder.DropTable(
                name: "assessment_marks");

            migrationBuilder.DropTable(
                name: "assessment_units");

            migrationBuilder.DropTable(
                name: "assessments");
        }
    }
}
